namespace ModelOps.Serving.MLNet.Runtime;

/// <summary>All values of a column in the request at hand, row-major.</summary>
internal delegate ReadOnlySpan<T> SpanSource<T>();
