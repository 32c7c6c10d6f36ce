using Microsoft.Extensions.DependencyInjection;
using ModelOps.Conformance;
using ModelOps.Serving;
using ModelOps.TestSupport;

namespace ModelOps.OpenInference.Tests.Fakes;

/// <summary>A real host with the models of the contract, started once for a class of tests.</summary>
public sealed class ContractHost : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<OpenInferenceClient> _clients = [];
    private WireHost? _host;

    public IInferenceClient Local => _host!.Services.GetRequiredService<IInferenceClient>();

    public async ValueTask InitializeAsync()
    {
        _host = await WireHost.StartAsync(builder => builder.Services.AddModelOps()
            .AddServing(options =>
            {
                foreach ((string name, string file) in InferenceClientContractModels.Write(_folder))
                {
                    options.Models.Add(new HostedModelOptions { Name = name, File = file, Runtime = "simd" });
                }
            })
            .AddGrpcEndpoints());
        await _host.ReadyAsync();
    }

    /// <summary>A client of the host that lives as long as it.</summary>
    public OpenInferenceClient Connect(OpenInferenceTransport transport, Action<OpenInferenceClientOptions>? configure = null)
    {
        OpenInferenceClientOptions options = new() { Transport = transport };
        options.Endpoints.Add(transport == OpenInferenceTransport.Grpc ? _host!.GrpcAddress : _host!.RestAddress);
        configure?.Invoke(options);
        OpenInferenceClient client = new(options);
        _clients.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(static c => c.Dispose());
        await _host!.DisposeAsync();
        _folder.Dispose();
    }
}
