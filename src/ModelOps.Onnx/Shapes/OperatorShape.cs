namespace ModelOps.Onnx.Shapes;

/// <summary>Infers the outputs of one kind of operator. Outputs that it does not set are unknown.</summary>
/// <param name="node">The node.</param>
internal delegate void OperatorShape(NodeContext node);
