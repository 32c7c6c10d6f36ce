using System.Text;

namespace ModelOps.Registry.Signing;

/// <summary>The order in which a signer lists files: component by component, each by code point, so that <c>a/b</c> comes before <c>a-b</c>.</summary>
internal sealed class ComponentOrder : IComparer<string>
{
    public static readonly ComponentOrder Instance = new();

    public int Compare(string? x, string? y) => Key(x!).AsSpan().SequenceCompareTo(Key(y!));

    // The bytes of UTF-8 order as code points do; a separator that is less than all of them compares the components one after the other.
    private static byte[] Key(string path) => Encoding.UTF8.GetBytes(path.Replace('/', '\0'));
}
