using System.Text;

namespace ModelOps.Registry.Mlflow.Remote;

/// <summary>Whether a condition holds for the values a thing has: none, one, or several aliases.</summary>
internal static class ValueTest
{
    public static bool Holds(IReadOnlyList<string> found, RegistryOperator @operator, IReadOnlyList<string> wanted) => @operator switch
    {
        RegistryOperator.NotEqual or RegistryOperator.NotIn => !found.Any(wanted.Contains),
        RegistryOperator.Equal or RegistryOperator.In => found.Any(wanted.Contains),
        _ => found.Any(value => Compare(value, @operator, wanted[0])),
    };

    private static bool Compare(string value, RegistryOperator @operator, string wanted) => @operator switch
    {
        RegistryOperator.Like => IsLike(value, wanted),
        RegistryOperator.LikeIgnoringCase => IsLike(value.ToUpperInvariant(), wanted.ToUpperInvariant()),
        RegistryOperator.Less => Order(value, wanted) < 0,
        RegistryOperator.LessOrEqual => Order(value, wanted) <= 0,
        RegistryOperator.Greater => Order(value, wanted) > 0,
        _ => Order(value, wanted) >= 0,
    };

    private static int Order(string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));

    /// <summary>Matches from left to right; after a mismatch the last <c>%</c> takes one character more. Time is at most the product of the lengths.</summary>
    public static bool IsLike(string text, string pattern)
    {
        int t = 0;
        int p = 0;
        int star = -1;
        int starText = 0;
        while (t < text.Length)
        {
            bool isEscaped = p + 1 < pattern.Length && pattern[p] == '\\';
            if (p < pattern.Length && pattern[p] == '%')
            {
                star = p++;
                starText = t;
            }
            else if (p < pattern.Length && (isEscaped ? pattern[p + 1] == text[t] : pattern[p] == '_' || pattern[p] == text[t]))
            {
                p += isEscaped ? 2 : 1;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++starText;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).IndexOfAnyExcept('%') < 0;
    }
}
