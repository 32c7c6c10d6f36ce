using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Registry.AspNetCore.Tests.Fakes;

namespace ModelOps.Registry.AspNetCore.Tests.Mlflow;

public sealed class WebhookEndpointsTests
{
    private const string Creation = """{"name":"w","url":"https://example.com/h","events":[{"entity":"MODEL_VERSION","action":"CREATED"},{"entity":"MODEL_VERSION_ALIAS","action":"CREATED"}],"secret":"top secret"}""";

    [Fact]
    public async Task Webhooks_Life_IsThatOfTheOriginal()
    {
        await using MlflowApp app = await StartAsync();
        JsonElement created = (await app.CallAsync("POST", "webhooks", Creation)).GetProperty("webhook");
        string id = created.GetProperty("webhook_id").GetString()!;
        Assert.DoesNotContain("secret", created.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("ACTIVE", created.GetProperty("status").GetString());
        Assert.Equal("""[{"entity":"MODEL_VERSION","action":"CREATED"},{"entity":"MODEL_VERSION_ALIAS","action":"CREATED"}]""", created.GetProperty("events").GetRawText());
        JsonElement changed = (await app.CallAsync("PATCH", $"webhooks/{id}", """{"status":"DISABLED","name":"x"}""")).GetProperty("webhook");
        Assert.Equal(("x", "DISABLED", 2), (changed.GetProperty("name").GetString(), changed.GetProperty("status").GetString(), changed.GetProperty("events").GetArrayLength()));
        JsonElement tried = (await app.CallAsync("POST", $"webhooks/{id}/test", "{}")).GetProperty("result");
        Assert.Equal((true, 204), (tried.GetProperty("success").GetBoolean(), tried.GetProperty("response_status").GetInt32()));
        JsonElement failed = (await app.CallAsync("POST", $"webhooks/{id}/test", """{"event":{"entity":"MODEL_VERSION_ALIAS","action":"DELETED"}}""")).GetProperty("result");
        Assert.Equal((false, "UNREACHABLE"), (failed.GetProperty("success").GetBoolean(), failed.GetProperty("error_message").GetString()));
        await app.CallAsync("DELETE", $"webhooks/{id}");
        await app.RefusedAsync("GET", $"webhooks/{id}", null, 404, "RESOURCE_DOES_NOT_EXIST");
        await app.RefusedAsync("DELETE", $"webhooks/{id}", null, 404, "RESOURCE_DOES_NOT_EXIST");
        Assert.Equal("{}", (await app.CallAsync("GET", "webhooks")).GetRawText());
    }

    [Fact]
    public async Task List_Pages_FollowEachOther()
    {
        await using MlflowApp app = await StartAsync();
        for (int i = 0; i < 3; i++) { await app.CallAsync("POST", "webhooks", Creation); }
        JsonElement first = await app.CallAsync("GET", "webhooks?max_results=2");
        JsonElement second = await app.CallAsync("GET", $"webhooks?max_results=2&page_token={first.GetProperty("next_page_token").GetString()}");
        Assert.Equal((2, 1, false), (first.GetProperty("webhooks").GetArrayLength(), second.GetProperty("webhooks").GetArrayLength(), second.TryGetProperty("next_page_token", out _)));
    }

    [Theory]
    [InlineData("""{"name":"w","url":"not a url","events":[{"entity":"MODEL_VERSION","action":"CREATED"}]}""")]
    [InlineData("""{"name":"w","url":"https://example.com","events":[{"entity":"MODEL_VERSION"}]}""")]
    [InlineData("""{"name":"w","url":"https://example.com","events":[],"status":"ASLEEP"}""")]
    public async Task Create_Malformed_IsRefused(string body)
    {
        await using MlflowApp app = await StartAsync();
        await app.RefusedAsync("POST", "webhooks", body, 400, "INVALID_PARAMETER_VALUE");
    }

    [Fact]
    public async Task Events_WithoutANameInTheApi_AreNotShown()
    {
        await using MlflowApp app = await StartAsync();
        RegistryWebhook webhook = await app.Services.GetRequiredService<IRegistryWebhooks>().CreateAsync(
            new WebhookRegistration { Name = "w", Url = new Uri("https://example.com"), Topics = [WebhookTopic.StageChanged, WebhookTopic.TagSet] }, TestContext.Current.CancellationToken);
        JsonElement events = (await app.CallAsync("GET", $"webhooks/{webhook.Id}")).GetProperty("webhook").GetProperty("events");
        Assert.Equal("""[{"entity":"MODEL_VERSION_TAG","action":"SET"}]""", events.GetRawText());
    }

    [Fact]
    public async Task Webhooks_OfAHostThatSendsNone_AreNotImplemented()
    {
        await using MlflowApp app = await MlflowApp.StartAsync();
        Assert.Contains("AddRegistryWebhooks()", await app.RefusedAsync("GET", "webhooks", null, 501, "NOT_IMPLEMENTED"), StringComparison.Ordinal);
    }

    private static Task<MlflowApp> StartAsync() =>
        MlflowApp.StartAsync(static builder => builder.Services.AddSingleton<IRegistryWebhooks>(new InMemoryWebhooks(TimeProvider.System)));
}
