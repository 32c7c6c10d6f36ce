namespace ModelOps;

/// <summary>A value of a request that breaks a rule of its model.</summary>
/// <param name="input">Input; null for a rule about the request as a whole.</param>
/// <param name="row">Row, from 0; null for a rule about all rows together.</param>
/// <param name="rule">Name of the rule, e.g. <c>range</c>.</param>
/// <param name="expected">What the rule asks for.</param>
public sealed class InputRuleViolation(string? input, long? row, string rule, string expected)
{
    /// <summary>Input; null for a rule about the request as a whole.</summary>
    public string? Input { get; } = input;

    /// <summary>Row, from 0; null for a rule about all rows together.</summary>
    public long? Row { get; } = row;

    /// <summary>Column of the row, from 0; null when the rule is not about one.</summary>
    public int? Column { get; init; }

    /// <summary>Name of the rule, e.g. <c>range</c>.</summary>
    public string Rule { get; } = rule;

    /// <summary>What the rule asks for.</summary>
    public string Expected { get; } = expected;

    /// <summary>What was found; null unless the host's settings let values be told.</summary>
    public string? Actual { get; init; }
}
