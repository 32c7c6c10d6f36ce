namespace ModelOps.Serving.InputRules;

/// <summary>Rules for what callers send to one model.</summary>
public sealed class ModelInputRulesOptions
{
    private readonly List<InputCheck> _checks = [];

    /// <summary>What happens to a request that breaks a rule, where the rule does not say. Default <see cref="InputRuleMode.Reject"/>.</summary>
    public InputRuleMode Mode { get; set; }

    /// <summary>Fewest rows of a request; null for no bound.</summary>
    public long? MinRows { get; set; }

    /// <summary>Most rows of a request; null for no bound.</summary>
    public long? MaxRows { get; set; }

    /// <summary>Rules for single inputs; an input may have several.</summary>
    public IList<InputRuleOptions> Rules { get; } = [];

    /// <summary>Adds a rule of code, e.g. over several inputs.</summary>
    /// <param name="rule">Name of the rule.</param>
    /// <param name="expected">What it asks for, for the error.</param>
    /// <param name="findRow">Looks at the inputs and answers with the first row that breaks the rule, or -1. An input may be missing or of another type than the
    /// model takes. Called by many threads at once; should allocate nothing.</param>
    /// <param name="input">Input to name in the error; null for none.</param>
    public void Check(string rule, string expected, Func<InferenceTensorCollection, long> findRow, string? input = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(rule);
        ArgumentException.ThrowIfNullOrWhiteSpace(expected);
        ArgumentNullException.ThrowIfNull(findRow);
        _checks.Add(new InputCheck(rule, expected, findRow, input));
    }

    internal IReadOnlyList<InputCheck> GetChecks() => _checks;
}
