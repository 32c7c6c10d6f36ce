using System.Globalization;
using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Mlflow.Endpoints;

/// <summary>Receivers of the registry's events. Secrets go in and never come out.</summary>
internal sealed class WebhookEndpoints(IRegistryWebhooks? webhooks)
{
    private IRegistryWebhooks Webhooks => webhooks ?? throw new MlflowRefusedException(
        MlflowErrorCodes.NotImplemented, "This server sends no webhooks. Its host adds them with AddModelOps().AddRegistryWebhooks().");

    public void Map(MlflowRoutes routes)
    {
        routes.Post("webhooks", CreateAsync, MlflowPermission.Manage);
        routes.Get("webhooks", ListAsync, MlflowPermission.Manage);
        routes.Get("webhooks/{webhook_id}", GetAsync, MlflowPermission.Manage);
        routes.Patch("webhooks/{webhook_id}", UpdateAsync, MlflowPermission.Manage);
        routes.Delete("webhooks/{webhook_id}", DeleteAsync);
        routes.Post("webhooks/{webhook_id}/test", TestAsync, MlflowPermission.Manage);
    }

    private async Task CreateAsync(MlflowCall call)
    {
        RegistryWebhook webhook = await Webhooks.CreateAsync(
            new WebhookRegistration
            {
                Name = call.Fields.Required("name"),
                Description = call.Fields.Text("description") ?? string.Empty,
                Url = WebhookJson.ReadUrl(call.Fields.Required("url")),
                Topics = [.. call.Fields.Objects("events").Select(WebhookJson.ReadTopic)],
                Secret = call.Fields.Text("secret") is { Length: > 0 } secret ? secret : null,
                IsActive = WebhookJson.ReadStatus(call.Fields.Text("status")) ?? true,
            },
            call.Cancellation).ConfigureAwait(false);
        await AnswerAsync(call, webhook).ConfigureAwait(false);
    }

    private async Task GetAsync(MlflowCall call) =>
        await AnswerAsync(call, await Webhooks.GetAsync(Id(call), call.Cancellation).ConfigureAwait(false)).ConfigureAwait(false);

    private async Task ListAsync(MlflowCall call)
    {
        int size = call.Fields.PageSize(100, 1000);
        string? after = call.Fields.PageToken();
        IReadOnlyList<RegistryWebhook> all = await Webhooks.ListAsync(call.Cancellation).ConfigureAwait(false);
        RegistryWebhook[] page = [.. (after is null ? all : all.SkipWhile(w => w.Id != after).Skip(1)).Take(size + 1)];
        await call.AnswerAsync(writer =>
        {
            writer.WriteList("webhooks"u8, page.Length > size ? page[..size] : page, WebhookJson.Write);
            if (page.Length > size) { writer.WriteString("next_page_token"u8, page[size - 1].Id); }
        }).ConfigureAwait(false);
    }

    private async Task UpdateAsync(MlflowCall call)
    {
        RegistryWebhook webhook = await Webhooks.UpdateAsync(
            Id(call),
            new WebhookUpdate
            {
                Name = call.Fields.Text("name"),
                Description = call.Fields.Text("description"),
                Url = call.Fields.Text("url") is { Length: > 0 } url ? WebhookJson.ReadUrl(url) : null,
                Topics = call.Fields.Has("events") ? [.. call.Fields.Objects("events").Select(WebhookJson.ReadTopic)] : null,
                Secret = call.Fields.Text("secret"),
                IsActive = WebhookJson.ReadStatus(call.Fields.Text("status")),
            },
            call.Cancellation).ConfigureAwait(false);
        await AnswerAsync(call, webhook).ConfigureAwait(false);
    }

    private async Task DeleteAsync(MlflowCall call)
    {
        if (!await Webhooks.DeleteAsync(Id(call), call.Cancellation).ConfigureAwait(false)) { throw new WebhookNotFoundException(Id(call)); }
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task TestAsync(MlflowCall call)
    {
        WebhookTopic? topic = call.Fields.Object("event") is { } asked ? WebhookJson.ReadTopic(asked) : null;
        WebhookTestResult result = await Webhooks.TestAsync(Id(call), topic, call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync(writer =>
        {
            writer.WriteStartObject("result"u8);
            writer.WriteBoolean("success"u8, result.IsDelivered);
            if (int.TryParse(result.Outcome, NumberStyles.None, CultureInfo.InvariantCulture, out int status)) { writer.WriteNumber("response_status"u8, status); }
            if (!result.IsDelivered) { writer.WriteString("error_message"u8, result.Outcome); }
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static string Id(MlflowCall call) => call.Route("webhook_id");

    private static Task AnswerAsync(MlflowCall call, RegistryWebhook webhook) => call.AnswerAsync(writer =>
    {
        writer.WriteStartObject("webhook"u8);
        WebhookJson.Write(writer, webhook);
        writer.WriteEndObject();
    });
}
