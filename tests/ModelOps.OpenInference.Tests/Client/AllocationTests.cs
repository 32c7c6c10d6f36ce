using ModelOps.OpenInference.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.OpenInference.Tests.Client;

/// <summary>Both sides of a REST call are counted: what they allocate must not grow with the tensors.</summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests : IAsyncLifetime
{
    private const int Calls = 60;
    private readonly ContractHost _host = new();

    public ValueTask InitializeAsync() => _host.InitializeAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task InferAsync_RestBinary_AllocatesAsMuchForLargeTensorsAsForSmall()
    {
        OpenInferenceClient client = _host.Connect(OpenInferenceTransport.Rest);

        long small = await MeasureAsync(client, rows: 1);
        long large = await MeasureAsync(client, rows: 30_000); // 480 kB there and as much back

        TestContext.Current.SendDiagnosticMessage($"{small} bytes a call of 1 row, {large} of 30,000, client and server together");
        Assert.InRange(large, 0, small + (48 << 10)); // pipes and sockets take a few more segments; the tensors alone would be 960 kB
        Assert.InRange(small, 0, 24 << 10);
    }

    private static async Task<long> MeasureAsync(OpenInferenceClient client, int rows)
    {
        using InferenceRequest request = new(ModelReference.ToModel(Conformance.InferenceClientContractModels.Affine));
        request.Inputs.Add(new InferenceTensor("x", TensorDataType.Float32, [rows, 4]));
        using InferenceResponse response = new();
        return await Allocations.FewestOfProcessAsync(CallAsync, rounds: 5) / Calls;

        async Task CallAsync()
        {
            for (int i = 0; i < Calls; i++) { await client.InferAsync(request, response); }
        }
    }
}
