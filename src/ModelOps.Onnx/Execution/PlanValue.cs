namespace ModelOps.Onnx.Execution;

/// <summary>A value of a plan.</summary>
/// <param name="Name">Name in the graph.</param>
/// <param name="Type">Element type.</param>
/// <param name="Constant">Its elements when they never change; else null.</param>
internal sealed record PlanValue(string Name, OnnxElementType Type, PlanConstant? Constant);
