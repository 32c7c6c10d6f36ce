using ModelOps.Conformance;
using ModelOps.OpenInference.Tests.Fakes;

namespace ModelOps.OpenInference.Tests.Client;

public sealed class LocalClientContractTests(ContractHost host) : InferenceClientContractTests, IClassFixture<ContractHost>
{
    protected override Task<IInferenceClient> CreateClientAsync() => Task.FromResult<IInferenceClient>(host.Local);
}
