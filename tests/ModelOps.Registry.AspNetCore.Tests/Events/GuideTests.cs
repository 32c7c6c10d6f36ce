using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelOps.TestSupport;

namespace ModelOps.Registry.AspNetCore.Tests.Events;

public sealed class GuideTests
{
    [Fact]
    public async Task Guide_Log_IsFollowed()
    {
        using TemporaryFolder folder = new();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["ModelOps:Registry:Path"] = folder.Path;

        // <snippet:docs/guides/registry-events.md#1>
        builder.Services.AddAuthentication().AddBearerToken();
        builder.Services.AddAuthorization();
        builder.Services.AddModelOps().AddRegistry();

        WebApplication app = builder.Build();
        app.MapRegistryEvents();
        // </snippet>

        await using (app) { Assert.NotNull(app.Services.GetRequiredService<IModelRegistry>()); }
    }

    [Fact]
    public async Task Guide_Webhook_IsCreated()
    {
        using TemporaryFolder folder = new();
        string secret = Guid.NewGuid().ToString();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["ModelOps:Registry:Path"] = folder.Path;

        // <snippet:docs/guides/registry-events.md#2>
        builder.Services.AddModelOps().AddRegistry().AddRegistryWebhooks();

        WebApplication app = builder.Build();
        IRegistryWebhooks webhooks = app.Services.GetRequiredService<IRegistryWebhooks>();
        RegistryWebhook hook = await webhooks.CreateAsync(new WebhookRegistration
        {
            Name = "deployer",
            Url = new Uri("https://deploy.example.com/models"),
            Topics = [WebhookTopic.VersionCreated, WebhookTopic.AliasCreated],
            Secret = secret,
        });
        // </snippet>

        await using (app) { Assert.Equal([hook.Id], (await webhooks.ListAsync()).Select(static w => w.Id)); }
    }
}
