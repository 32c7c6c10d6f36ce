namespace ModelOps.Onnx.Forests.XGBoost;

/// <summary>XGBoost writes NaN and infinities into JSON, which has no such numbers. They are rewritten as numbers of the same length that nobody writes.</summary>
internal static class NonFiniteJson
{
    private static ReadOnlySpan<byte> NaN => "NaN"u8;

    private static ReadOnlySpan<byte> Infinity => "Infinity"u8;

    /// <summary>What stands for NaN; an infinity is a number too large for a double.</summary>
    public static ReadOnlySpan<byte> NaNNumber => "0e9"u8;

    private static ReadOnlySpan<byte> InfinityNumber => "9e999999"u8;

    /// <summary>JSON with numbers only; the same memory where it was so already.</summary>
    public static ReadOnlySpan<byte> Rewrite(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf(NaN) < 0 && json.IndexOf(Infinity) < 0) { return json; }
        byte[] rewritten = json.ToArray();
        bool isText = false;
        for (int i = 0; i < rewritten.Length; i++)
        {
            Span<byte> rest = rewritten.AsSpan(i);
            if (isText && rest[0] == '\\') { i++; }
            else if (rest[0] == '"') { isText = !isText; }
            else if (!isText && rest.StartsWith(NaN)) { NaNNumber.CopyTo(rest); }
            else if (!isText && rest.StartsWith(Infinity)) { InfinityNumber.CopyTo(rest); }
        }

        return rewritten;
    }
}
