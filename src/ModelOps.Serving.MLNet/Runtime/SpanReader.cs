namespace ModelOps.Serving.MLNet.Runtime;

/// <summary>Reads the values of a column in the current row.</summary>
internal delegate void SpanReader<T>(Span<T> values);
