namespace ModelOps.Onnx.Forests.OneRow;

/// <summary>Up to 32 columns.</summary>
internal readonly struct FewLaneColumns : ILaneColumns
{
    public static bool AreMany => false;
}
