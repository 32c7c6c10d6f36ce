using System.Collections.Frozen;
using System.Globalization;

namespace ModelOps.Serving.InputRules;

/// <summary>Numbers are of a set; NaN is not compared.</summary>
internal sealed class NumberCategoryRule(string input, int column, IEnumerable<string> categories, InputRuleMode mode)
    : NumericRule(input, column, "category", TextCategoryRule.Describe(categories), mode)
{
    private readonly FrozenSet<double> _categories = categories
        .Select(static c => double.TryParse(c, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN)
        .Where(static number => !double.IsNaN(number))
        .ToFrozenSet();

    protected override bool AreFine<T>(ReadOnlySpan<T> values)
    {
        foreach (T value in values)
        {
            if (!IsFine(double.CreateChecked(value))) { return false; }
        }

        return true;
    }

    protected override bool IsFine(double value) => double.IsNaN(value) || _categories.Contains(value);
}
