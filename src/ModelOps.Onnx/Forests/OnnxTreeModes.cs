namespace ModelOps.Onnx.Forests;

/// <summary>What <c>nodes_modes</c> says.</summary>
internal static class OnnxTreeModes
{
    /// <summary>A leaf.</summary>
    public const SplitMode Leaf = (SplitMode)byte.MaxValue;

    /// <summary>Something else that the standard does not know.</summary>
    public const SplitMode Unknown = (SplitMode)(byte.MaxValue - 1);

    /// <summary>Reads the modes.</summary>
    public static SplitMode[] Read(ReadOnlySpan<string> names)
    {
        SplitMode[] modes = new SplitMode[names.Length];

        // A reader gives equal texts as one object, so a comparison of references mostly does.
        (string? lastSplit, string? lastLeaf) = (null, null);
        SplitMode mode = Unknown;
        for (int i = 0; i < modes.Length; i++)
        {
            string name = names[i];
            if (ReferenceEquals(name, lastLeaf)) { modes[i] = Leaf; }
            else if (ReferenceEquals(name, lastSplit)) { modes[i] = mode; }
            else
            {
                modes[i] = Read(name);
                if (modes[i] == Leaf) { lastLeaf = name; }
                else { (lastSplit, mode) = (name, modes[i]); }
            }
        }

        return modes;
    }

    private static SplitMode Read(string name) => name switch
    {
        "LEAF" => Leaf,
        "BRANCH_LEQ" => SplitMode.AtMost,
        "BRANCH_LT" => SplitMode.Below,
        "BRANCH_GTE" => SplitMode.AtLeast,
        "BRANCH_GT" => SplitMode.Above,
        "BRANCH_EQ" => SplitMode.Equal,
        "BRANCH_NEQ" => SplitMode.NotEqual,
        _ => Unknown,
    };
}
