namespace ModelOps.Onnx.Tests.Shapes;

/// <summary>Shapes of single nodes against what ONNX Runtime answers.</summary>
public sealed class OperatorShapeTests
{
    private static readonly Dictionary<string, ShapeCase> Cases = ShapeCases.All.GroupBy(static one => one.Name).ToDictionary(static group => group.Key, static group => group.First());

    // What depends on values.
    private static readonly string[] Open = ["NonZero", "Compress", "Unique"];

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Infer_StaticInputs_WhatOnnxRuntimeAnswers(string name)
    {
        ShapeCase shapes = Cases[name];
        OnnxShapeInferenceResult inferred = OnnxShapeInference.Infer(shapes.Model(symbolic: false));

        Assert.Empty(inferred.Findings);
        Assert.Empty(inferred.UnknownOperators);
        foreach ((string output, OnnxElementType type, long[] shape) in shapes.Run(inferred.Model))
        {
            OnnxValueInfo value = inferred.Find(output)!;
            Assert.Equal(type, value.ElementType);
            Assert.True(value.HasShape);
            Assert.Equal(shape.Length, value.Shape.Count);
            if (Open.Any(open => name.StartsWith(open, StringComparison.Ordinal))) { continue; }
            Assert.Equal(shape, value.Shape);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Infer_NamedDimensions_NothingThatOnnxRuntimeContradicts(string name)
    {
        ShapeCase shapes = Cases[name];
        OnnxShapeInferenceResult inferred = OnnxShapeInference.Infer(shapes.Model(symbolic: true));

        Assert.Empty(inferred.Findings);
        foreach ((string output, OnnxElementType type, long[] shape) in shapes.Run(inferred.Model))
        {
            OnnxValueInfo value = inferred.Find(output)!;
            Assert.Equal(type, value.ElementType);
            if (!value.HasShape) { continue; }
            Assert.Equal(shape.Length, value.Shape.Count);
            for (int i = 0; i < shape.Length; i++)
            {
                string dimension = i < value.DimensionNames.Count ? value.DimensionNames[i] : string.Empty;
                Assert.True(value.Shape[i] >= 0 ? value.Shape[i] == shape[i] : dimension.Length == 0 || dimension == $"n{shape[i]}", $"dimension {i} is {shape[i]}, not {value.Shape[i]} {dimension}");
            }
        }
    }
}
