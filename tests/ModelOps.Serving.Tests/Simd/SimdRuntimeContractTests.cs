using Microsoft.Extensions.Options;
using ModelOps.Conformance;
using ModelOps.Serving.Simd;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Simd;

public sealed class SimdRuntimeContractTests : ModelRuntimeContractTests
{
    protected override IModelRuntime CreateRuntime() => new SimdModelRuntime(Options.Create(new SimdOptions()));

    protected override ModelPackage WritePackage(TemporaryFolder folder) => SumAndDifference.WritePackage(folder);

    protected override void Fill(InferenceRequest request, int seed) => SumAndDifference.Fill(request, seed);

    protected override void AssertAnswer(InferenceResponse response, int seed) => SumAndDifference.AssertAnswer(response, seed);
}
