namespace ModelOps.Onnx.Forests.OneRow;

/// <summary>33 to 64 columns.</summary>
internal readonly struct ManyLaneColumns : ILaneColumns
{
    public static bool AreMany => true;
}
