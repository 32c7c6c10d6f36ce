using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;
using ModelOps.Onnx;
using ModelOps.Onnx.Execution;

namespace ModelOps.Serving.MLNet.Tests.Export;

/// <summary>Exports in the managed engine: the answers of ONNX Runtime, so by the other tests here those of ML.NET.</summary>
public sealed class SimdModelTests
{
    private const int TrainingRows = 1000;
    private const int Rows = 700;
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData("FastTreeRegression", OnnxTreePrecision.Double)]
    [InlineData("FastTreeRegression", OnnxTreePrecision.Single)]
    [InlineData("FastTreeRanking", OnnxTreePrecision.Double)]
    [InlineData("FastForestRegression", OnnxTreePrecision.Double)]
    [InlineData("FastForestRegression", OnnxTreePrecision.Single)]
    [InlineData("LightGbmRegression", OnnxTreePrecision.Double)]
    [InlineData("LightGbmRegression", OnnxTreePrecision.Single)]
    [InlineData("LightGbmRanking", OnnxTreePrecision.Double)]
    public void Run_Trees_EveryBitOfOnnxRuntime(string trainer, OnnxTreePrecision precision) =>
        Compare(trainer, new OnnxExportOptions { TreePrecision = precision }, SyntheticData.Edges, tolerance: 0);

    [Theory]
    [InlineData("FastTreeTweedie")]
    [InlineData("FastTreeBinary")]
    [InlineData("FastForestBinary")]
    [InlineData("LightGbmBinary")]
    public void Run_TreesWithAnExponentialOrProbabilities_NearOnnxRuntime(string trainer) => Compare(trainer, new OnnxExportOptions(), SyntheticData.Edges, tolerance: 1e-5);

    [Theory]
    [InlineData("SdcaRegression")]
    [InlineData("OnlineGradientDescent")]
    [InlineData("PoissonRegression")]
    [InlineData("SdcaLogisticRegression")]
    [InlineData("SdcaNonCalibrated")]
    [InlineData("LbfgsLogisticRegression")]
    [InlineData("SparseLogisticRegression")]
    [InlineData("AveragedPerceptron")]
    public void Run_Linear_NearOnnxRuntime(string trainer) => Compare(trainer, new OnnxExportOptions(), SyntheticData.OrderlessEdges, tolerance: 1e-5);

    private void Compare(string trainer, OnnxExportOptions options, float[] edges, double tolerance)
    {
        ITransformer model = Trainers.Create(_context, trainer).Fit(_context.Data.LoadFromEnumerable(SyntheticData.Training(TrainingRows)));
        OnnxExportResult export = MLNetOnnxExport.Export(model, options);
        float[] rows = [.. SyntheticData.Hostile(Rows, [], edges).SelectMany(static r => r.Features)];
        using SessionOptions settings = new() { IntraOpNumThreads = 1 };
        using InferenceSession session = new(export.Model.ToArray(), settings);
        SimdModel simd = SimdModel.Compile(OnnxModelReader.Read(export.Model));
        foreach (int count in (int[])[Rows, 1])
        {
            float[] batch = rows[..(count * FeatureRow.FeatureCount)];
            long[] shape = [count, FeatureRow.FeatureCount];
            using OrtValue input = OrtValue.CreateTensorValueFromMemory(batch, shape);
            using RunOptions run = new();
            using IDisposableReadOnlyCollection<OrtValue> expected = session.Run(run, session.InputNames, [input], session.OutputNames);
            using SimdCall call = simd.StartCall();
            call.SetInput<float>(0, shape, batch);
            call.Run(TestContext.Current.CancellationToken);
            for (int i = 0; i < expected.Count; i++) { AssertClose(expected[i].GetTensorDataAsSpan<float>(), call.GetOutput<float>(i), tolerance); }
        }
    }

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool isSame = BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(actual[i]) || (float.IsNaN(expected[i]) && float.IsNaN(actual[i]));
            if (!isSame) { Assert.Equal(expected[i], actual[i], tolerance * Math.Max(1, Math.Abs(expected[i]))); }
        }
    }
}
