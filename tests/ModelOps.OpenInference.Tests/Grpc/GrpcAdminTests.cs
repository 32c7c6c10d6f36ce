using System.Security.Claims;
using System.Text.Encodings.Web;
using Grpc.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.OpenInference.Protos;
using ModelOps.OpenInference.Rpc;
using ModelOps.OpenInference.Tests.Fakes;
using ModelOps.Serving;
using ModelOps.Serving.AspNetCore.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.OpenInference.Tests.Grpc;

public sealed class GrpcAdminTests
{
    private static readonly Metadata Token = new() { { "authorization", "Bearer good" } };

    [Fact]
    public async Task LoadAndUnload_NotMapped_Unimplemented()
    {
        await using WireHost host = await WireHost.StartAsync(FakeModels.WithEcho());

        RpcException load = await Assert.ThrowsAsync<RpcException>(() => host.CallAsync(GrpcMethods.RepositoryModelLoad, new() { ModelName = "m" }));
        RpcException unload = await Assert.ThrowsAsync<RpcException>(() => host.CallAsync(GrpcMethods.RepositoryModelUnload, new() { ModelName = "m" }));

        Assert.Equal([StatusCode.Unimplemented, StatusCode.Unimplemented], [load.StatusCode, unload.StatusCode]);
    }

    [Fact]
    public async Task LoadAndUnload_NotAuthorised_Refused()
    {
        await using WireHost host = await StartAsync(new TemporaryFolder());

        RpcException error = await Assert.ThrowsAsync<RpcException>(() => host.CallAsync(GrpcMethods.RepositoryModelUnload, new() { ModelName = "affine" }));

        Assert.Equal(StatusCode.Unauthenticated, error.StatusCode);
        Assert.Single(host.Services.GetRequiredService<IModelHost>().Models);
    }

    [Fact]
    public async Task Map_WithoutWhatItNeeds_ErrorNamesTheVerb()
    {
        InvalidOperationException noAuthorization = await Assert.ThrowsAsync<InvalidOperationException>(
            () => WireHost.StartAsync(FakeModels.WithEcho(), map: static app => app.MapModelOpsGrpcAdmin()));
        InvalidOperationException noServices = await Assert.ThrowsAsync<InvalidOperationException>(
            () => WireHost.StartAsync(static b => b.Services.AddModelOps().AddServing()));

        Assert.Contains("AddAuthorization()", noAuthorization.Message, StringComparison.Ordinal);
        Assert.Contains("AddGrpcEndpoints()", noServices.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnloadThenIndexThenLoad_StatesWalk()
    {
        using TemporaryFolder folder = new();
        await using WireHost host = await StartAsync(folder);

        await LoadAsync(host, "affine"); // what is hosted is brought up to date
        Assert.Equal("READY", Assert.Single((await host.CallAsync(GrpcMethods.RepositoryIndex, new())).Models).State);
        await UnloadAsync(host, "affine");
        Assert.DoesNotContain((await host.CallAsync(GrpcMethods.RepositoryIndex, new())).Models, static m => m.State == "READY");
        await host.CallAsync(GrpcMethods.ModelReady, new() { Name = "affine" }).FailAsync(StatusCode.NotFound);
        await UnloadAsync(host, "affine").FailAsync(StatusCode.NotFound);

        await LoadAsync(host, "affine"); // what the settings name can come back
        Assert.True((await host.CallAsync(GrpcMethods.ModelReady, new() { Name = "affine" })).Ready);
        foreach (string name in (string[])["", " ", "../x", "a/b", "a..b"]) { await LoadAsync(host, name).FailAsync(StatusCode.InvalidArgument); }
    }

    [Fact]
    public async Task Load_ConfigurationAndFiles_AsOverRest()
    {
        using TemporaryFolder folder = new();
        await using WireHost host = await StartAsync(folder);

        await ConfigureAsync("""{"runtime":"simd","is_required":false}""");
        Assert.False(host.Services.GetRequiredService<IModelHost>().Models[0].IsRequired);
        foreach (string wrong in (string[])["", "{", "[]", """{"file":"/etc/passwd"}""", """{"is_lazy":3}"""])
        {
            await ConfigureAsync(wrong).FailAsync(StatusCode.InvalidArgument);
        }

        await ConfigureAsync("""{"runtime":"no-such"}""").FailAsync(StatusCode.FailedPrecondition);
        RepositoryModelLoadRequest file = new() { ModelName = "affine", Parameters = { ["file:1/model.onnx"] = new ModelRepositoryParameter { BytesParam = Google.Protobuf.ByteString.CopyFrom(1) } } };
        await CallAsync(host, GrpcMethods.RepositoryModelLoad, file).FailAsync(StatusCode.PermissionDenied);
        file.Parameters.Clear();
        file.Parameters["config"] = new ModelRepositoryParameter { Int64Param = 1 };
        await CallAsync(host, GrpcMethods.RepositoryModelLoad, file).FailAsync(StatusCode.InvalidArgument);
        await CallAsync(host, GrpcMethods.RepositoryModelLoad, new RepositoryModelLoadRequest { ModelName = "affine", RepositoryName = "r" }).FailAsync(StatusCode.InvalidArgument);
        Assert.True((await host.CallAsync(GrpcMethods.ModelReady, new() { Name = "affine" })).Ready);

        Task ConfigureAsync(string json) => CallAsync(host, GrpcMethods.RepositoryModelLoad, new RepositoryModelLoadRequest
        {
            ModelName = "affine",
            Parameters = { ["config"] = new ModelRepositoryParameter { StringParam = json } },
        });
    }

    private static Task LoadAsync(WireHost host, string model) => CallAsync(host, GrpcMethods.RepositoryModelLoad, new RepositoryModelLoadRequest { ModelName = model });

    private static Task UnloadAsync(WireHost host, string model) => CallAsync(host, GrpcMethods.RepositoryModelUnload, new RepositoryModelUnloadRequest { ModelName = model });

    private static async Task<TResponse> CallAsync<TRequest, TResponse>(WireHost host, Method<TRequest, TResponse> method, TRequest request)
        where TRequest : class
        where TResponse : class => await host.Calls.AsyncUnaryCall(method, null, new CallOptions(Token), request);

    private static async Task<WireHost> StartAsync(TemporaryFolder folder)
    {
        string file = Path.Combine(folder.Path, "affine.onnx");
        await File.WriteAllBytesAsync(file, TestModels.Affine(2, 1));
        WireHost host = await WireHost.StartAsync(
            builder =>
            {
                builder.Services.AddModelOps().AddServing(o => o.Models.Add(new HostedModelOptions { Name = "affine", File = file, Runtime = "simd" })).AddGrpcEndpoints();
                builder.Services.AddAuthorization().AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, BearerGood>("test", null);
            },
            static app => app.MapModelOpsGrpcAdmin());
        await host.ReadyAsync();
        return host;
    }

    private sealed class BearerGood(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
            Request.Headers.Authorization == "Bearer good"
                ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([], "test")), "test"))
                : AuthenticateResult.NoResult());
    }
}
