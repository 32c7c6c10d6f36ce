namespace ModelOps.Serving.InputRules;

/// <summary>The rules of one model, ready to be applied. Immutable.</summary>
internal sealed class ModelInputRules
{
    private readonly InputRule[] _rules;

    public ModelInputRules(ModelInputRulesOptions options)
    {
        List<InputRule> rules = [];
        if (options.MinRows is not null || options.MaxRows is not null) { rules.Add(new RowsRule(options.MinRows, options.MaxRows, options.Mode)); }
        foreach (InputRuleOptions rule in options.Rules) { rules.AddRange(Create(rule, rule.Mode ?? options.Mode)); }
        rules.AddRange(options.GetChecks().Select(check => new CheckRule(check, options.Mode)));
        _rules = [.. rules];
    }

    public IReadOnlyList<InputRule> All => _rules;

    public bool Pass(InferenceTensorCollection inputs)
    {
        foreach (InputRule rule in _rules)
        {
            if (!rule.Passes(inputs)) { return false; }
        }

        return true;
    }

    /// <summary>Looks for all that breaks a rule; rules that refuse come first, so that the bound cuts off others.</summary>
    public void Explain(InferenceTensorCollection inputs, InputRuleFindings findings)
    {
        foreach (InputRule rule in _rules.OrderBy(static r => r.Mode))
        {
            if (!rule.Passes(inputs)) { rule.Explain(inputs, findings); }
        }
    }

    private static IEnumerable<InputRule> Create(InputRuleOptions rule, InputRuleMode mode)
    {
        int column = rule.Column ?? -1;
        if (rule.Min is not null || rule.Max is not null) { yield return new RangeRule(rule.Input, column, rule.Min, rule.Max, mode); }
        InputRuleMode other = mode == InputRuleMode.Clamp ? InputRuleMode.Reject : mode; // only a range says to what a value can be set
        if (rule.MaxMissingShare is { } share) { yield return new MissingRule(rule.Input, column, share, other); }
        if (rule.Categories.Count > 0)
        {
            yield return new TextCategoryRule(rule.Input, column, rule.Categories, other);
            yield return new NumberCategoryRule(rule.Input, column, rule.Categories, other);
        }

        if (rule.MinLength is not null || rule.MaxLength is not null) { yield return new LengthRule(rule.Input, column, rule.MinLength, rule.MaxLength, other); }
        if (rule.Pattern is { } pattern) { yield return new PatternRule(rule.Input, column, pattern, other); }
    }
}
