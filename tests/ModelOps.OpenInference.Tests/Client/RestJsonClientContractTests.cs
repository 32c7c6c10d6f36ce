using ModelOps.Conformance;
using ModelOps.OpenInference.Tests.Fakes;

namespace ModelOps.OpenInference.Tests.Client;

public sealed class RestJsonClientContractTests(ContractHost host) : InferenceClientContractTests, IClassFixture<ContractHost>
{
    protected override bool KeepsNotFinite => false;

    protected override Task<IInferenceClient> CreateClientAsync() => Task.FromResult<IInferenceClient>(host.Connect(OpenInferenceTransport.Rest, static o => o.BinaryTensors = false));
}
