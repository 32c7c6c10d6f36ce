using System.Text;

namespace ModelOps.Kubernetes.Rendering;

internal static class KebabCase
{
    /// <summary><c>ServiceAccount</c> becomes <c>service-account</c>.</summary>
    internal static string Of(string pascal)
    {
        StringBuilder text = new(pascal.Length + 4);
        foreach (char c in pascal)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0) { text.Append('-'); }
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }
}
