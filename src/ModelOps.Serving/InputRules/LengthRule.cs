namespace ModelOps.Serving.InputRules;

/// <summary>Strings have a number of characters (UTF-16 code units).</summary>
internal sealed class LengthRule(string input, int column, int? min, int? max, InputRuleMode mode)
    : TextRule(input, column, "length", max is null ? $"at least {min} characters" : $"{min ?? 0} to {max} characters", mode)
{
    protected override bool IsFine(ReadOnlySpan<char> value) => value.Length >= (min ?? 0) && value.Length <= (max ?? int.MaxValue);
}
