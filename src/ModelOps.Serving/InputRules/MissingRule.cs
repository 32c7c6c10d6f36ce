using System.Globalization;
using System.Numerics.Tensors;

namespace ModelOps.Serving.InputRules;

/// <summary>At most a share of the values is NaN.</summary>
internal sealed class MissingRule(string input, int column, double share, InputRuleMode mode)
    : NumericRule(input, column, "missing", share == 0 ? "a value" : string.Create(CultureInfo.InvariantCulture, $"at most {share * 100:0.##} % missing"), mode)
{
    public override bool Passes(InferenceTensorCollection inputs) => base.Passes(inputs) || (share > 0 && ShareOf(inputs.Find(Input!)!) <= share);

    public override void Explain(InferenceTensorCollection inputs, InputRuleFindings findings)
    {
        if (share == 0) { base.Explain(inputs, findings); }
        else if (inputs.Find(Input!) is { } tensor)
        {
            findings.Add(this, new InputRuleViolation(Input, null, Name, Expected)
            {
                Column = Column >= 0 ? Column : null,
                Actual = string.Create(CultureInfo.InvariantCulture, $"{ShareOf(tensor) * 100:0.##} %"),
            });
        }
    }

    protected override bool AreFine<T>(ReadOnlySpan<T> values) => !TensorPrimitives.IsNaNAny(values);

    protected override bool IsFine(double value) => !double.IsNaN(value);

    private double ShareOf(InferenceTensor tensor)
    {
        long width = Width(tensor);
        long all = 0;
        long missing = 0;
        for (int i = 0; i < tensor.ElementCount; i++)
        {
            if (!Concerns(i, width)) { continue; }
            all++;
            if (double.IsNaN(NumberAt(tensor, i))) { missing++; }
        }

        return all == 0 ? 0 : (double)missing / all;
    }
}
