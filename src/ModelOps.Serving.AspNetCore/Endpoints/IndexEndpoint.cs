using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ModelOps.Serving.AspNetCore.Repository;
using ModelOps.Serving.AspNetCore.Wire;

namespace ModelOps.Serving.AspNetCore.Endpoints;

internal sealed class IndexEndpoint(ModelRepository repository, RequestBodies bodies)
{
    public async Task PostAsync(HttpContext context)
    {
        bool readyOnly = await bodies.ReadAsync(context, IndexRequestReader.ReadReadyOnly).ConfigureAwait(false);
        await JsonAnswer.WriteAsync(context.Response, writer => Write(writer, readyOnly), context.RequestAborted).ConfigureAwait(false);
    }

    private void Write(Utf8JsonWriter writer, bool readyOnly)
    {
        writer.WriteStartArray();
        foreach (HostedModelStatus model in repository.List(readyOnly))
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, model.Name);
            if (model.Version is not null) { writer.WriteString("version"u8, model.Version); }
            writer.WriteString("state"u8, model.State.ToString().ToUpperInvariant());
            writer.WriteString("reason"u8, model.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
