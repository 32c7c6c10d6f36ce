namespace ModelOps.Onnx.Execution;

/// <summary>A compiled node and its place in the plan.</summary>
/// <param name="Label">The node, for people.</param>
/// <param name="Compiled">What the operator made of it.</param>
/// <param name="Inputs">Index of each input among the values; -1 for one left out.</param>
/// <param name="Outputs">Index of each output among the values; -1 for one that nobody asks for.</param>
internal sealed record PlanNode(string Label, CompiledNode Compiled, int[] Inputs, int[] Outputs);
