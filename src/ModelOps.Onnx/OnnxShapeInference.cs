using ModelOps.Onnx.Shapes;

namespace ModelOps.Onnx;

/// <summary>Infers element types and shapes of the values of a model. Thread-safe.</summary>
/// <remarks>
/// <para>It knows the operators of <c>ai.onnx</c> 9 to 23 and <c>ai.onnx.ml</c> 1 to 5 that models of tables, sequences, images and text are made of, and those
/// that ONNX Runtime quantizes to (<c>com.microsoft</c>). Graphs of <c>If</c>, <c>Loop</c> and <c>Scan</c> and functions of the model are looked into. Shapes that
/// are computed (<c>Shape</c>, arithmetic, <c>Reshape</c>) are followed, by the names of dimensions too. Outputs of operators it does not know stay unknown.</para>
/// <para>Whatever the model, time and memory are bounded by its size: values of more than 64 dimensions, and graphs more than 64 deep, stay unknown.
/// Source: ONNX, operator specifications and shape inference.</para>
/// </remarks>
public static class OnnxShapeInference
{
    /// <summary>Infers the types and shapes of a model.</summary>
    /// <param name="model">A model that <see cref="OnnxModelValidator"/> finds sound; of another, less is inferred.</param>
    /// <returns>The model with what was inferred, and what contradicts itself in it.</returns>
    public static OnnxShapeInferenceResult Infer(OnnxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        ShapeEngine engine = new(model, trustsDeclarations: true);
        OnnxGraph graph = engine.Infer(out _);
        return new OnnxShapeInferenceResult(model with { Graph = graph }, engine.Findings, [.. engine.UnknownOperators.Order(StringComparer.Ordinal)]);
    }
}
