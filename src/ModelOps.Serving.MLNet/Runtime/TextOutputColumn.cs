using Microsoft.ML;

namespace ModelOps.Serving.MLNet.Runtime;

/// <summary>A column of text, written as UTF-8 strings.</summary>
internal sealed class TextOutputColumn : OutputColumn
{
    private readonly SpanReader<ReadOnlyMemory<char>> _read;
    private readonly ReadOnlyMemory<char>[] _texts;

    public TextOutputColumn(DataViewRow answer, DataViewSchema.Column column, TensorSpec spec)
        : base(spec)
    {
        _read = ReaderOf<ReadOnlyMemory<char>>(answer, column);
        _texts = new ReadOnlyMemory<char>[Width];
    }

    public override void Write(int row)
    {
        _read(_texts);
        foreach (ReadOnlyMemory<char> text in _texts) { Tensor!.AppendElement(text.ToString()); }
    }
}
