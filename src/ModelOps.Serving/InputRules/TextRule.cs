using System.Buffers;
using System.Text;

namespace ModelOps.Serving.InputRules;

/// <summary>A rule for strings. Inputs of other types keep it.</summary>
internal abstract class TextRule(string input, int column, string name, string expected, InputRuleMode mode) : InputRule(input, column, name, expected, mode)
{
    private const int StackChars = 256;

    public override bool Passes(InferenceTensorCollection inputs) => inputs.Find(Input!) is not { DataType: TensorDataType.Bytes } tensor || FindFirst(tensor, 0, out _, tellsValue: false) < 0;

    public override void Explain(InferenceTensorCollection inputs, InputRuleFindings findings)
    {
        if (inputs.Find(Input!) is not { } tensor) { return; }
        for (long i = FindFirst(tensor, 0, out string? value, findings.TellsValues); i >= 0 && !findings.IsFull; i = FindFirst(tensor, i + 1, out value, findings.TellsValues))
        {
            Add(findings, tensor, i, value);
        }
    }

    protected abstract bool IsFine(ReadOnlySpan<char> value);

    private long FindFirst(InferenceTensor tensor, long from, out string? value, bool tellsValue)
    {
        Span<char> stack = stackalloc char[StackChars];
        char[]? rented = null;
        value = null;
        try
        {
            long width = Width(tensor);
            long i = -1;
            foreach (ReadOnlySpan<byte> element in tensor.EnumerateElements())
            {
                i++;
                if (i < from || !Concerns(i, width)) { continue; }
                Span<char> chars = stack;
                if (element.Length > StackChars) // UTF-8 has at least one byte a char
                {
                    if (rented is null || rented.Length < element.Length)
                    {
                        if (rented is not null) { ArrayPool<char>.Shared.Return(rented); }
                        rented = ArrayPool<char>.Shared.Rent(element.Length);
                    }

                    chars = rented;
                }

                ReadOnlySpan<char> text = chars[..Encoding.UTF8.GetChars(element, chars)];
                if (IsFine(text)) { continue; }
                if (tellsValue) { value = text.ToString(); }
                return i;
            }

            return -1;
        }
        finally
        {
            if (rented is not null) { ArrayPool<char>.Shared.Return(rented); }
        }
    }
}
