using Microsoft.ML;

namespace ModelOps.Serving.MLNet.Runtime;

/// <summary>A column of numbers or booleans, written into the tensor's own memory.</summary>
internal sealed class OutputColumn<T> : OutputColumn
    where T : unmanaged
{
    private readonly SpanReader<T> _read;

    public OutputColumn(DataViewRow answer, DataViewSchema.Column column, TensorSpec spec)
        : base(spec) => _read = ReaderOf<T>(answer, column);

    public override void Write(int row) => _read(Tensor!.AsSpan<T>().Slice(row * Width, Width));
}
