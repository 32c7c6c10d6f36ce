using ModelOps.Onnx.Tests.Support;
using ModelOps.TestSupport;

namespace ModelOps.Onnx.Tests.Shapes;

/// <summary>Shapes against those that ONNX's own inference finds (Debian's <c>python3-onnx</c>, version 1.12, so operator sets up to 17).</summary>
public sealed class PythonShapeTests
{
    private const long NewestOfPython = 17;

    private const string Infer = """
        import glob, os, sys
        import onnx
        for path in glob.glob(os.path.join(sys.argv[1], "*.onnx")):
            model = onnx.load(path)
            try:
                model = onnx.shape_inference.infer_shapes(model, data_prop=True)
            except Exception as error:
                print(path, error, file=sys.stderr)
                raise
            onnx.save(model, path + ".python")
        """;

    [Fact]
    public async Task Infer_EveryOperator_AgreesWithPython()
    {
        ShapeCase[] cases = [.. ShapeCases.All.Where(static one => one.Opset <= NewestOfPython && !one.IsOf("com.microsoft"))];
        ShapeCase[] named = [.. cases.Where(static one => !one.Name.StartsWith("Slice", StringComparison.Ordinal))]; // version 1.12 lets a dimension keep its name when it is cut
        await AgreeAsync([.. cases.Select(static one => one.Model(symbolic: false)), .. named.Select(static one => one.Model(symbolic: true))]);
    }

    [Fact]
    public async Task Infer_RandomGraphs_AgreesWithPython() =>
        await AgreeAsync([.. Enumerable.Range(0, 150).Select(static seed => RandomGraph.Make(seed, 9 + (seed % 9), symbolic: seed % 2 == 0))]);

    private static async Task AgreeAsync(IReadOnlyList<OnnxModel> models)
    {
        using TemporaryFolder folder = new();
        for (int i = 0; i < models.Count; i++) { OnnxModelWriter.WriteFile(models[i], folder.File($"{i}.onnx")); }
        await Python.RunAsync(Infer, folder.Path);
        int told = 0;
        for (int i = 0; i < models.Count; i++)
        {
            OnnxModel theirs = OnnxModelReader.ReadFile(folder.File($"{i}.onnx.python"), new OnnxReadOptions { Validate = false });
            OnnxShapeInferenceResult ours = OnnxShapeInference.Infer(models[i]);
            foreach (OnnxValueInfo value in theirs.Graph.ValueInfo.Concat(theirs.Graph.Outputs))
            {
                Agree(ours, value, $"value {value.Name} in\n{OnnxPrinter.Print(models[i])}");
                told += value.HasShape ? 1 : 0;
            }
        }

        Assert.True(told >= models.Count);
    }

    // Ours may know more, never less or something else.
    private static void Agree(OnnxShapeInferenceResult inferred, OnnxValueInfo theirs, string where)
    {
        if (theirs.ElementType == OnnxElementType.Undefined) { return; }
        OnnxValueInfo? ours = inferred.Find(theirs.Name);
        Assert.True(ours is not null, $"nothing is known of {where}");
        Assert.True(theirs.ElementType == ours.ElementType, $"{theirs.ElementType}, not {ours.ElementType}: {where}");
        if (!theirs.HasShape) { return; }
        Assert.True(ours.HasShape && theirs.Shape.Count == ours.Shape.Count, $"{theirs.Shape.Count} dimensions, not {ours.Shape.Count}: {where}");
        for (int d = 0; d < theirs.Shape.Count; d++)
        {
            Assert.True(theirs.Shape[d] < 0 || theirs.Shape[d] == ours.Shape[d], $"dimension {d} is {theirs.Shape[d]}, not {ours.Shape[d]}: {where}");
            if (theirs.Shape[d] < 0 && ours.Shape[d] < 0 && theirs.DimensionNames.Count > 0 && theirs.DimensionNames[d].Length > 0 && !theirs.DimensionNames[d].StartsWith("unk__", StringComparison.Ordinal))
            {
                Assert.True(ours.DimensionNames.Count > 0 && ours.DimensionNames[d] == theirs.DimensionNames[d], $"dimension {d} is {theirs.DimensionNames[d]}: {where}");
            }
        }
    }
}
