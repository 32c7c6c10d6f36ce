using Microsoft.ML;
using ModelOps.Conformance;
using ModelOps.TestSupport;

namespace ModelOps.Serving.MLNet.Tests.Runtime;

public sealed class MLNetModelRuntimeConformanceTests : ModelRuntimeContractTests
{
    private readonly MLContext _context = new(seed: 1);
    private PredictionEngine<FeatureRow, Answer>? _reference;

    protected override IModelRuntime CreateRuntime() => new MLNetModelRuntime();

    protected override ModelPackage WritePackage(TemporaryFolder folder)
    {
        IDataView data = _context.Data.LoadFromEnumerable(SyntheticData.Training(300));
        ITransformer model = Trainers.Create(_context, "SdcaRegression").Fit(data);
        _reference = _context.Model.CreatePredictionEngine<FeatureRow, Answer>(model);
        _context.Model.Save(model, data.Schema, folder.File("model.zip"));
        return ModelPackage.FromFile("linear", folder.File("model.zip")) with { Format = "mlnet" };
    }

    protected override void Fill(InferenceRequest request, int seed) =>
        request.Inputs.Add(InferenceTensor.Create<float>("Features", [1, FeatureRow.FeatureCount], Features(seed)));

    protected override void AssertAnswer(InferenceResponse response, int seed)
    {
        // One engine for all threads of the suite: the reference needs the lock that the session does without.
        float expected;
        lock (_context) { expected = _reference!.Predict(new FeatureRow { Features = Features(seed) }).Score; }
        Assert.Equal(expected, response.Outputs["Score"].AsSpan<float>()[0]);
    }

    private static float[] Features(int seed) => [.. Enumerable.Range(0, FeatureRow.FeatureCount).Select(i => MathF.Sin((seed * 8) + i))];

    private sealed class Answer
    {
        public float Score { get; set; }
    }
}
