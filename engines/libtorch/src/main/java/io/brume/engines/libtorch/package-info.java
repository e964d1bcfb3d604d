/** TorchScript models by libtorch, PyTorch's C++ library. An optional part: it is large, and only {@code brume install} brings it. */
@NullMarked
package io.brume.engines.libtorch;

import org.jspecify.annotations.NullMarked;
