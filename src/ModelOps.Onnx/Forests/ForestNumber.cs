namespace ModelOps.Onnx.Forests;

/// <summary>Numbers of files, checked before they become indexes.</summary>
internal static class ForestNumber
{
    /// <summary>An index, which something later checks against its list.</summary>
    public static int Index(long value, string what) => value is >= 0 and < int.MaxValue
        ? (int)value
        : throw new ForestFormatException($"It names {what} {value}. Count from 0.");
}
