// An ES module with SDK v3, which newer runtimes bring along.
import { ComprehendClient, DetectEntitiesCommand } from '@aws-sdk/client-comprehend';

const comprehend = new ComprehendClient({});

export const handler = async ({ text }) => {
  const { Entities } = await comprehend.send(new DetectEntitiesCommand({ Text: text, LanguageCode: 'en' }));
  return { people: Entities.filter(({ Type }) => Type === 'PERSON').map(({ Text }) => Text) };
};
