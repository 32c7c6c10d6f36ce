using System.Globalization;
using ModelOps.OpenInference.Protos;
using ProtoStatistics = ModelOps.OpenInference.Protos.ModelStatistics;

namespace ModelOps.Serving.AspNetCore.Grpc;

/// <summary>What is known of a model, as messages.</summary>
internal static class ModelMessages
{
    public static ModelMetadataResponse ToMetadata(ModelMetadata metadata)
    {
        ModelMetadataResponse message = new() { Name = metadata.Name, Platform = metadata.Platform };
        message.Versions.AddRange(metadata.Versions);
        message.Inputs.AddRange(metadata.Signature.Inputs.Select(ToTensor));
        message.Outputs.AddRange(metadata.Signature.Outputs.Select(ToTensor));
        foreach ((string name, string value) in metadata.Properties) { message.Properties[name] = value; }
        return message;
    }

    /// <summary>The configuration a peer would show. Where calls are batched, dimensions are written without the batch, as there.</summary>
    public static ModelConfigResponse ToConfig(ModelMetadata metadata)
    {
        int maxRows = int.TryParse(metadata.Properties.GetValueOrDefault("batching.max_rows"), NumberStyles.None, CultureInfo.InvariantCulture, out int rows) ? rows : 0;
        int skip = maxRows > 0 ? 1 : 0;
        ModelConfig config = new() { Name = metadata.Name, Platform = metadata.Platform, MaxBatchSize = maxRows };
        foreach (TensorSpec input in metadata.Signature.Inputs)
        {
            ModelInput message = new() { Name = input.Name, DataType = ToDataType(input.DataType) };
            message.Dims.AddRange(input.Shape.Skip(skip));
            config.Input.Add(message);
        }

        foreach (TensorSpec output in metadata.Signature.Outputs)
        {
            ModelOutput message = new() { Name = output.Name, DataType = ToDataType(output.DataType) };
            message.Dims.AddRange(output.Shape.Skip(skip));
            config.Output.Add(message);
        }

        foreach ((string name, string value) in metadata.Properties) { config.Parameters[name] = new ModelParameter { StringValue = value }; }
        if (metadata.Properties.TryGetValue("runtime", out string? runtime)) { config.Backend = runtime; }
        return new ModelConfigResponse { Config = config };
    }

    public static ProtoStatistics ToStatistics(ModelStatistics statistics)
    {
        ProtoStatistics message = new()
        {
            Name = statistics.Model,
            Version = statistics.Version,
            LastInference = (ulong)Math.Max(0, statistics.LastInference?.ToUnixTimeMilliseconds() ?? 0),
            InferenceCount = (ulong)statistics.InferenceCount,
            ExecutionCount = (ulong)statistics.ExecutionCount,
            InferenceStats = new InferStatistics
            {
                Success = ToDuration(statistics.Success),
                Fail = ToDuration(statistics.Failure),
                Queue = ToDuration(statistics.Queue),
                ComputeInput = ToDuration(statistics.ComputeInput),
                ComputeInfer = ToDuration(statistics.ComputeInfer),
                ComputeOutput = ToDuration(statistics.ComputeOutput),
                CacheHit = ToDuration(statistics.CacheHit),
                CacheMiss = ToDuration(statistics.CacheMiss),
            },
        };
        message.BatchStats.AddRange(statistics.Batches.Select(static batch => new InferBatchStatistics
        {
            BatchSize = (ulong)batch.BatchSize,
            ComputeInput = ToDuration(batch.ComputeInput),
            ComputeInfer = ToDuration(batch.ComputeInfer),
            ComputeOutput = ToDuration(batch.ComputeOutput),
        }));
        return message;
    }

    private static StatisticDuration ToDuration(ModelDuration duration) => new() { Count = (ulong)duration.Count, Ns = (ulong)duration.Total.Ticks * 100 };

    private static ModelMetadataResponse.Types.TensorMetadata ToTensor(TensorSpec spec)
    {
        ModelMetadataResponse.Types.TensorMetadata message = new() { Name = spec.Name, Datatype = spec.DataType.ToName() };
        message.Shape.AddRange(spec.Shape);
        return message;
    }

    private static DataType ToDataType(TensorDataType dataType) => dataType switch
    {
        TensorDataType.Bool => DataType.TypeBool,
        TensorDataType.UInt8 => DataType.TypeUint8,
        TensorDataType.UInt16 => DataType.TypeUint16,
        TensorDataType.UInt32 => DataType.TypeUint32,
        TensorDataType.UInt64 => DataType.TypeUint64,
        TensorDataType.Int8 => DataType.TypeInt8,
        TensorDataType.Int16 => DataType.TypeInt16,
        TensorDataType.Int32 => DataType.TypeInt32,
        TensorDataType.Int64 => DataType.TypeInt64,
        TensorDataType.Float16 => DataType.TypeFp16,
        TensorDataType.BFloat16 => DataType.TypeBf16,
        TensorDataType.Float32 => DataType.TypeFp32,
        TensorDataType.Float64 => DataType.TypeFp64,
        _ => DataType.TypeString,
    };
}
