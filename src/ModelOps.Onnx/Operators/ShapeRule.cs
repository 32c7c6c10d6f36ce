using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators;

/// <summary>Computes the shape of a view.</summary>
/// <param name="input">What is viewed.</param>
/// <param name="shape">Room for <see cref="Value.MaxRank"/> dimensions.</param>
/// <returns>Number of dimensions.</returns>
/// <exception cref="ShapeException">The view is impossible.</exception>
internal delegate int ShapeRule(Value input, Span<int> shape);
