using ModelOps.Conformance;
using ModelOps.OpenInference.Tests.Fakes;

namespace ModelOps.OpenInference.Tests.Client;

public sealed class RestCompressedClientContractTests(ContractHost host) : InferenceClientContractTests, IClassFixture<ContractHost>
{
    protected override Task<IInferenceClient> CreateClientAsync() => Task.FromResult<IInferenceClient>(host.Connect(OpenInferenceTransport.Rest, static o => o.Compress = true));
}
