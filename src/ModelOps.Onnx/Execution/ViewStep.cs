namespace ModelOps.Onnx.Execution;

/// <summary>A step whose only output has the elements of its first input under another shape. Compile it with <see cref="CompiledNode.IsView"/>:
/// then both share memory, and nothing is left to do in a call.</summary>
/// <param name="input">What is viewed.</param>
/// <param name="output">The view.</param>
internal abstract unsafe class ViewStep(Value input, Value output) : Step
{
    /// <summary>What is viewed.</summary>
    protected Value Input { get; } = input;

    /// <summary>The view.</summary>
    protected Value Output { get; } = output;

    /// <inheritdoc/>
    public sealed override void Run()
    {
        if (Input.Type == OnnxElementType.String) { Input.Texts.CopyTo(Output.Texts); }
        else if (Input.Data != Output.Data) { Input.Elements().CopyTo(Output.Elements()); }
    }
}
