using System.Globalization;
using Grpc.Core;
using ModelOps.OpenInference.Protos;
using ModelOps.Serving.AspNetCore.Endpoints;

namespace ModelOps.Serving.AspNetCore.Grpc;

// What the host knows of its models.
internal sealed partial class GrpcInferenceService
{
    public static Task<ServerLiveResponse> ServerLiveAsync() => Task.FromResult(new ServerLiveResponse { Live = true });

    public Task<ServerReadyResponse> ServerReadyAsync() => Task.FromResult(new ServerReadyResponse { Ready = host.IsReady });

    public Task<ServerMetadataResponse> ServerMetadataAsync()
    {
        ServerMetadataResponse response = new() { Name = "modelops", Version = ServerEndpoint.Version };
        response.Extensions.AddRange(serving.Extensions);
        return Task.FromResult(response);
    }

    public Task<ModelReadyResponse> ModelReadyAsync(ModelReadyRequest request, ServerCallContext context) => GuardAsync(
        async cancellationToken => new ModelReadyResponse
        {
            Ready = await client.IsReadyAsync(RouteReferences.Parse(request.Name, request.Version), cancellationToken).ConfigureAwait(false),
        },
        context);

    public Task<ModelMetadataResponse> ModelMetadataAsync(ModelMetadataRequest request, ServerCallContext context) => GuardAsync(
        async cancellationToken => ModelMessages.ToMetadata(
            await client.GetMetadataAsync(RouteReferences.Parse(request.Name, request.Version), cancellationToken).ConfigureAwait(false)),
        context);

    public Task<ModelConfigResponse> ModelConfigAsync(ModelConfigRequest request, ServerCallContext context) => GuardAsync(
        async cancellationToken => ModelMessages.ToConfig(
            await client.GetMetadataAsync(RouteReferences.Parse(request.Name, request.Version), cancellationToken).ConfigureAwait(false)),
        context);

    public Task<ModelStatisticsResponse> ModelStatisticsAsync(ModelStatisticsRequest request, ServerCallContext context) => GuardAsync(
        _ =>
        {
            ModelStatisticsResponse response = new();
            ModelReference? model = request.Name.Length == 0 ? null : RouteReferences.Parse(request.Name, request.Version);
            string? version = model is null ? null : VersionOf(model);
            response.ModelStats.AddRange(
                host.GetStatistics(model?.Name).Where(s => version is null || s.Version == version).Select(ModelMessages.ToStatistics));
            return ValueTask.FromResult(response);
        },
        context);

    public Task<RepositoryIndexResponse> RepositoryIndexAsync(RepositoryIndexRequest request)
    {
        RepositoryIndexResponse response = new();
        foreach (HostedModelStatus model in repository.List(request.Ready))
        {
            response.Models.Add(new RepositoryIndexResponse.Types.ModelIndex
            {
                Name = model.Name,
                Version = model.Version ?? string.Empty,
                State = model.State.ToString().ToUpper(CultureInfo.InvariantCulture),
                Reason = model.Reason,
            });
        }

        return Task.FromResult(response);
    }

    /// <summary>The version that a reference means; null when it names none.</summary>
    private string? VersionOf(ModelReference model)
    {
        if ((model.Version ?? model.Alias) is not { } wanted) { return null; }
        List<string> known = [];
        foreach (HostedModelStatus status in host.Models)
        {
            if (status.Name != model.Name || status.Version is null) { continue; }
            if (status.Version == wanted || status.Aliases.Contains(wanted)) { return status.Version; }
            known.Add(status.Version);
            known.AddRange(status.Aliases);
        }

        throw new ModelVersionNotFoundException(model, known);
    }

    private async Task<T> GuardAsync<T>(Func<CancellationToken, ValueTask<T>> answer, ServerCallContext context)
    {
        try
        {
            return await answer(context.CancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw errors.Translate(exception, context.CancellationToken);
        }
    }
}
