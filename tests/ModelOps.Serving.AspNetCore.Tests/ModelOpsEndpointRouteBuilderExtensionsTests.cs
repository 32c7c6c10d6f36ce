using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.Serving.AspNetCore.Tests;

public sealed class ModelOpsEndpointRouteBuilderExtensionsTests
{
    [Fact]
    public async Task MapModelOps_NothingServes_ThrowsWithTheMend()
    {
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestHost.StartAsync(models: null));
        Assert.Contains("AddModelOps().AddServing()", error.Message);
    }

    [Fact]
    public async Task MapModelOps_Conventions_HoldForEveryEndpoint()
    {
        await using WebApplication app = Build(builder => { });
        app.MapModelOps().WithMetadata("marked");
        Assert.All(((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints), e => Assert.Contains("marked", e.Metadata));
    }

    [Fact]
    public async Task MapModelOps_LimitFromConfiguration_IsBoundAndCodeWins()
    {
        await using TestHost bound = await TestHost.StartAsync(
            FakeModels.WithEcho(), configure: builder => builder.Configuration["ModelOps:Endpoints:MaxRequestBodyBytes"] = "4");
        await using TestHost code = await TestHost.StartAsync(
            FakeModels.WithEcho(), maxBodyBytes: 5, configure: builder => builder.Configuration["ModelOps:Endpoints:MaxRequestBodyBytes"] = "4");

        using HttpResponseMessage tooLarge = await bound.InferAsync("echo", "12345");
        using HttpResponseMessage malformed = await code.InferAsync("echo", "12345");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, malformed.StatusCode);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1073741825")]
    public async Task MapModelOps_LimitOutOfRange_NamesKeyValueAndMend(string bytes)
    {
        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestHost.StartAsync(
            FakeModels.WithEcho(),
            configure: builder => builder.Configuration["ModelOps:Endpoints:MaxRequestBodyBytes"] = bytes));
        Assert.Contains($"ModelOps:Endpoints:MaxRequestBodyBytes is {bytes}", error.Message);
        Assert.Contains("Set it to", error.Message);
    }

    [Fact]
    public async Task MapModelOps_LessHeldThanOneBodyTakes_NamesKeyValueAndMend()
    {
        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestHost.StartAsync(
            FakeModels.WithEcho(),
            configure: builder => builder.Configuration["ModelOps:Endpoints:MaxBufferedBytes"] = "1000"));
        Assert.Contains("ModelOps:Endpoints:MaxBufferedBytes is 1000. Set it to MaxRequestBodyBytes, which is 67108864, or more.", error.Message);
    }

    private static WebApplication Build(Action<WebApplicationBuilder> configure)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        FakeModels models = FakeModels.WithEcho();
        builder.Services.AddSingleton<IInferenceClient>(models).AddSingleton<IModelHost>(models);
        configure(builder);
        return builder.Build();
    }
}
