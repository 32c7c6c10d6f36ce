namespace ModelOps.Serving.InputRules;

/// <summary>What breaks which rule in one request, up to a bound.</summary>
internal sealed class InputRuleFindings(int max, bool tellsValues)
{
    private readonly List<(InputRule Rule, InputRuleViolation Violation)> _found = [];

    public IReadOnlyList<(InputRule Rule, InputRuleViolation Violation)> All => _found;

    public bool IsFull => _found.Count >= max;

    public bool TellsValues => tellsValues;

    public void Add(InputRule rule, InputRuleViolation violation)
    {
        if (!IsFull) { _found.Add((rule, violation)); }
    }

    public string? Tell(string value) => tellsValues ? value : null;
}
