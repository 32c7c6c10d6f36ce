using ModelOps.Conformance;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Auto;

public sealed class AutoRuntimeContractTests : ModelRuntimeContractTests
{
    protected override IModelRuntime CreateRuntime() => AutoRuntimes.Create();

    protected override ModelPackage WritePackage(TemporaryFolder folder) => SumAndDifference.WritePackage(folder);

    protected override void Fill(InferenceRequest request, int seed) => SumAndDifference.Fill(request, seed);

    protected override void AssertAnswer(InferenceResponse response, int seed) => SumAndDifference.AssertAnswer(response, seed);
}
