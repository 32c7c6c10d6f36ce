using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.OpenInference.Tests.Fakes;

namespace ModelOps.OpenInference.Tests;

/// <summary>What the README and the guide of remote models show.</summary>
public sealed class ReadmeTests(ContractHost host) : IClassFixture<ContractHost>
{
    [Fact]
    public void Readme_Registration_RemoteClient()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        // <snippet:src/ModelOps.OpenInference/README.md#1>
        builder.Services.AddModelOps().AddOpenInferenceClient(o => o.Endpoints.Add(new Uri("http://triton:8000")));
        // </snippet>
        using IHost app = builder.Build();
        Assert.IsType<OpenInferenceClient>(app.Services.GetRequiredService<IInferenceClient>());
    }

    [Fact]
    public async Task Readme_Call_Answers()
    {
        IInferenceClient client = new Renamed(host.Connect(OpenInferenceTransport.Rest));
        // <snippet:src/ModelOps.OpenInference/README.md#2>
        using InferenceRequest request = new(ModelReference.ToModel("demand"));
        request.Inputs.Add(InferenceTensor.Create<float>("x", [1, 4], [1, 2, 3, 4]));
        request.Context.Deadline = DateTimeOffset.UtcNow.AddMilliseconds(200);
        using InferenceResponse response = await client.InferAsync(request);   // IInferenceClient, from DI
        float first = response.Outputs["y"].AsSpan<float>()[0];
        // </snippet>
        Assert.Equal(3, first);
    }

    [Fact]
    public void Guide_SeveralServersOverGrpc_Bound()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        // <snippet:docs/guides/remote-models.md#1>
        builder.Services.AddModelOps().AddOpenInferenceClient(o =>
        {
            o.Endpoints.Add(new Uri("http://models-a:8080"));
            o.Endpoints.Add(new Uri("http://models-b:8080"));
            o.Transport = OpenInferenceTransport.Grpc;      // or Rest, the default
        });
        // </snippet>
        // <snippet:docs/guides/remote-models.md#4>
        builder.Services.AddModelOps().AddOpenInferenceClient(o => o.IsInferenceIdempotent = false);
        // </snippet>
        using IHost app = builder.Build();
        OpenInferenceClientOptions options = app.Services.GetRequiredService<IOptions<OpenInferenceClientOptions>>().Value;
        Assert.Equal((2, OpenInferenceTransport.Grpc, false), (options.Endpoints.Count, options.Transport, options.IsInferenceIdempotent));
        Assert.NotNull(app.Services.GetRequiredService<IInferenceClient>());
    }

    [Fact]
    public async Task Guide_TheOtherSide_Maps()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        // <snippet:docs/guides/remote-models.md#2>
        builder.Services.AddModelOps()
            .AddServing(o => o.Models.Add(new() { Name = "demand", File = "models/demand.onnx" }))
            .AddGrpcEndpoints();

        WebApplication app = builder.Build();
        app.MapModelOps();              // REST
        app.MapModelOpsGrpc();          // inference.GRPCInferenceService; RequireAuthorization() works as on any endpoint
        app.MapModelOpsGrpcHealth();    // grpc.health.v1, for probes
        // </snippet>
        await using WebApplication disposed = app;
        string[] routes = [.. ((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)app).DataSources
            .SelectMany(static s => s.Endpoints).OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>().Select(static e => e.RoutePattern.RawText!)];
        Assert.Contains("/inference.GRPCInferenceService/ModelInfer", routes);
        Assert.Contains("/grpc.health.v1.Health/Watch", routes);
        Assert.DoesNotContain("/inference.GRPCInferenceService/RepositoryModelLoad", routes);
    }

    [Fact]
    public void Guide_Tokens_Bound()
    {
        Tokens tokens = new();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        // <snippet:docs/guides/remote-models.md#3>
        builder.Services.AddModelOps().AddOpenInferenceClient("partner", o =>
        {
            o.Endpoints.Add(new Uri("https://models.partner.example/ml"));
            o.BearerToken = tokens.GetAsync;                // asked for every try: it should cache
            o.TenantHeader = "X-Tenant";                    // InferenceContext.Tenant
            o.ForwardedHeaders.Add("X-Region");             // of InferenceContext.Headers, nothing else goes out
        });
        // </snippet>
        using IHost app = builder.Build();
        Assert.IsType<OpenInferenceClient>(app.Services.GetRequiredKeyedService<IInferenceClient>("partner"));
    }

    private sealed class Tokens
    {
        public ValueTask<string?> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult<string?>(cancellationToken.IsCancellationRequested ? null : "t");
    }

    // The README's model has another name than the contract's.
    private sealed class Renamed(IInferenceClient inner) : DelegatingInferenceClient(inner)
    {
        public override ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
        {
            request.Model = ModelReference.ToModel(Conformance.InferenceClientContractModels.Affine);
            request.Context.Deadline = DateTimeOffset.UtcNow.AddSeconds(30); // a busy machine
            return base.InferAsync(request, response, cancellationToken);
        }
    }
}
