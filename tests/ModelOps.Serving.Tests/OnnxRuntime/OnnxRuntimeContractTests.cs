using Microsoft.Extensions.Options;
using ModelOps.Conformance;
using ModelOps.Serving.OnnxRuntime;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.OnnxRuntime;

public sealed class OnnxRuntimeContractTests : ModelRuntimeContractTests
{
    protected override IModelRuntime CreateRuntime() => new OnnxRuntimeModelRuntime(Options.Create(new OnnxRuntimeOptions()));

    protected override ModelPackage WritePackage(TemporaryFolder folder) => SumAndDifference.WritePackage(folder);

    protected override void Fill(InferenceRequest request, int seed) => SumAndDifference.Fill(request, seed);

    protected override void AssertAnswer(InferenceResponse response, int seed) => SumAndDifference.AssertAnswer(response, seed);
}
