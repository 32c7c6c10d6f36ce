using ModelOps.Onnx.Quantization;
using ModelOps.Onnx.Quantization.WeightOnly;

namespace ModelOps.Onnx.Tests.Quantization.WeightOnly;

public sealed class BlockwiseWeightsTests
{
    [Fact]
    public void Quantize_FourBitsSymmetric_AsComputedByHand()
    {
        float[] weights = new float[18]; // one output, a block of 16 and one of 2
        weights[0] = -8f;
        weights[1] = 7f;
        weights[2] = 0.4f;
        weights[16] = 4f;
        weights[17] = -1f;

        BlockwiseWeights blocks = BlockwiseWeights.Quantize(weights, 18, 1, new WeightQuantizationOptions { BlockSize = 16 });

        Assert.Equal(2, blocks.Blocks);
        Assert.Equal([1f, -0.5f], blocks.Scales); // -8 / -8; 4 / -8
        Assert.Empty(blocks.Zeros);
        byte[] expected = [0xF0, 0x88, 0x88, 0x88, 0x88, 0x88, 0x88, 0x88, 0xA0, 0x88, 0x88, 0x88, 0x88, 0x88, 0x88, 0x88];
        Assert.Equal(expected, blocks.Data);
    }

    [Fact]
    public void Quantize_EightBitsAsymmetric_AsComputedByHand()
    {
        float[] weights = new float[32]; // [16, 2]
        weights[0] = -1f;
        weights[2] = 254f;
        weights[1] = 510f;

        BlockwiseWeights blocks = BlockwiseWeights.Quantize(weights, 16, 2, new WeightQuantizationOptions { BlockSize = 16, Bits = 8, SymmetricWeights = false });

        Assert.Equal([1f, 2f], blocks.Scales);
        byte[] zeros = [1, 0];
        Assert.Equal(zeros, blocks.Zeros);
        byte[] starts = [0, 255, 1];
        Assert.Equal(starts, blocks.Data[..3]);
        byte[] second = [255, 0, 0];
        Assert.Equal(second, blocks.Data[16..19]);
    }

    [Fact]
    public void Quantize_Zeros_GiveZeros()
    {
        BlockwiseWeights blocks = BlockwiseWeights.Quantize(new float[16], 16, 1, new WeightQuantizationOptions { BlockSize = 16 });

        Assert.Equal([1f], blocks.Scales);
        Assert.All(blocks.Data, static b => Assert.Equal(0x88, b));
    }
}
