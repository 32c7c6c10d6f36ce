using System.Collections.Frozen;

namespace ModelOps.Serving.InputRules;

/// <summary>Strings are of a set.</summary>
internal sealed class TextCategoryRule : TextRule
{
    private const int MostTold = 20;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _categories;

    public TextCategoryRule(string input, int column, IEnumerable<string> categories, InputRuleMode mode)
        : base(input, column, "category", Describe(categories), mode) =>
        _categories = categories.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public static string Describe(IEnumerable<string> categories) =>
        $"one of {string.Join(", ", categories.Take(MostTold).Select(static c => $"'{c}'"))}{(categories.Skip(MostTold).Any() ? ", ..." : string.Empty)}";

    protected override bool IsFine(ReadOnlySpan<char> value) => _categories.Contains(value);
}
