namespace ModelOps.Serving.InputRules;

/// <summary>A rule of code.</summary>
internal sealed class CheckRule(InputCheck check, InputRuleMode mode) : InputRule(check.Input, -1, check.Rule, check.Expected, mode)
{
    public override bool Passes(InferenceTensorCollection inputs) => check.FindRow(inputs) < 0;

    public override void Explain(InferenceTensorCollection inputs, InputRuleFindings findings)
    {
        if (check.FindRow(inputs) is >= 0 and var row) { findings.Add(this, new InputRuleViolation(Input, row, Name, Expected)); }
    }
}
