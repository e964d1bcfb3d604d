// As it was written for Node.js 12: SDK v2, which that runtime brought along, and a callback.
'use strict';

const AWS = require('aws-sdk');

const s3 = new AWS.S3();

class EmptyDocument extends Error {
  constructor(key) {
    super(`${key} has no text`);
    this.name = 'EmptyDocument';
  }
}

exports.handler = (event, context, callback) => {
  const { bucket, object } = event.detail;
  const place = { Bucket: bucket.name, Key: decodeURIComponent(object.key.replace(/\+/g, ' ')) };
  s3.getObject(place, (error, data) => {
    if (error) {
      callback(error);
      return;
    }
    const text = data.Body.toString('utf8').trim();
    console.log('read', place.Key, data.ContentLength);
    if (text === '') {
      callback(new EmptyDocument(place.Key));
    } else {
      callback(null, { bucket: place.Bucket, key: place.Key, size: data.ContentLength, text });
    }
  });
};
