using System.Globalization;

namespace ModelOps.Registry.Audit;

/// <summary>What a kept checkpoint's file is called: its sequence, so that names are in its order.</summary>
internal static class CheckpointNames
{
    private const string Extension = ".checkpoint";

    public static string Of(long sequence) => sequence.ToString("D19", CultureInfo.InvariantCulture) + Extension;

    public static bool IsAfter(string name, long after) =>
        name.EndsWith(Extension, StringComparison.Ordinal)
        && long.TryParse(name.AsSpan(0, name.Length - Extension.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
        && sequence > after;
}
