using System.Globalization;

namespace ModelOps.Serving.InputRules;

/// <summary>Every input has a number of rows.</summary>
internal sealed class RowsRule(long? min, long? max, InputRuleMode mode)
    : InputRule(null, -1, "rows", max is null ? $"at least {min} rows" : $"{min ?? 0} to {max} rows", mode)
{
    public override bool Passes(InferenceTensorCollection inputs) => FindFirst(inputs) is null;

    public override void Explain(InferenceTensorCollection inputs, InputRuleFindings findings)
    {
        if (FindFirst(inputs) is not { } tensor) { return; }
        findings.Add(this, new InputRuleViolation(tensor.Name, null, Name, Expected) { Actual = tensor.Shape[0].ToString(CultureInfo.InvariantCulture) });
    }

    private InferenceTensor? FindFirst(InferenceTensorCollection inputs)
    {
        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Shape is { IsEmpty: false } shape && (shape[0] < (min ?? 0) || shape[0] > (max ?? long.MaxValue))) { return inputs[i]; }
        }

        return null;
    }
}
