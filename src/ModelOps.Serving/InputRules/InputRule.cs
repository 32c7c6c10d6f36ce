namespace ModelOps.Serving.InputRules;

/// <summary>A rule ready to be applied. Thread-safe.</summary>
/// <param name="input">Input that it is about; null for all of them.</param>
/// <param name="column">Column that it is about; -1 for all values.</param>
/// <param name="name">Name.</param>
/// <param name="expected">What it asks for.</param>
/// <param name="mode">What happens when it is broken.</param>
internal abstract class InputRule(string? input, int column, string name, string expected, InputRuleMode mode)
{
    public string? Input => input;

    public string Name => name;

    public InputRuleMode Mode => mode;

    protected int Column => column;

    protected string Expected => expected;

    /// <summary>Whether a request keeps the rule; fast, and nothing is allocated. What a signature refuses is not its business.</summary>
    public abstract bool Passes(InferenceTensorCollection inputs);

    /// <summary>Tells what breaks it.</summary>
    public abstract void Explain(InferenceTensorCollection inputs, InputRuleFindings findings);

    /// <summary>Sets what is out of range to the nearest bound, in a tensor that may be written.</summary>
    public virtual void Clamp(InferenceTensor tensor)
    {
    }

    protected void Add(InputRuleFindings findings, InferenceTensor tensor, long element, string? actual)
    {
        long width = Width(tensor);
        findings.Add(this, new InputRuleViolation(input, width == 0 ? null : element / width, name, expected)
        {
            Column = column >= 0 ? column : null,
            Actual = actual,
        });
    }

    protected static long Width(InferenceTensor tensor) => tensor.Shape.IsEmpty || tensor.Shape[0] == 0 ? tensor.ElementCount : tensor.ElementCount / tensor.Shape[0];

    /// <summary>Whether an element is of the rule's column.</summary>
    protected bool Concerns(long element, long width) => column < 0 || element % width == column;
}
