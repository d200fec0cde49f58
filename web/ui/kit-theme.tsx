// The kit's tokens, set to our colours: its own defaults fail contrast on borders and secondary text.
import ConfigProvider from 'antd/es/config-provider'
import kit from 'antd/es/theme'
import type { ReactNode } from 'react'
import { usePreferences } from '../preferences.tsx'

const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans SC","Noto Sans CJK SC",system-ui,sans-serif'
const LIGHT = {
  colorPrimary: '#0b5bd3',
  // Darker, not lighter: white on a lighter blue falls under 4.5.
  colorPrimaryHover: '#0a4db3',
  colorPrimaryActive: '#083f94',
  colorText: '#16202e',
  colorTextSecondary: '#4a5769',
  colorTextPlaceholder: '#5b6879',
  colorTextDescription: '#4a5769',
  colorBorder: '#7d899a',
  colorBgContainer: '#ffffff',
  colorBgLayout: '#f4f6f9',
  colorError: '#b3261e',
  colorBorderSecondary: '#d8dee8',
}
const DARK = {
  colorPrimary: '#5aa9ff',
  colorPrimaryHover: '#7fbcff',
  colorPrimaryActive: '#9bcbff',
  colorText: '#e9f1fa',
  colorTextSecondary: '#a9bbcf',
  colorTextPlaceholder: '#94a8be',
  colorTextDescription: '#a9bbcf',
  colorBorder: '#66809b',
  colorBgContainer: '#101d2c',
  colorBgElevated: '#16273a',
  colorBgLayout: '#0a1420',
  colorError: '#ff8a80',
  colorBorderSecondary: '#2a3f57',
  colorTextLightSolid: '#07101a',
}

export function KitTheme({ children }: { readonly children: ReactNode }) {
  const { theme } = usePreferences()
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  const token = { ...(theme === 'dark' ? DARK : LIGHT), fontFamily: FONT, borderRadius: 6, motion: !still }
  return (
    <ConfigProvider
      wave={{ disabled: true }}
      button={{ autoInsertSpace: false }}
      theme={{ algorithm: theme === 'dark' ? kit.darkAlgorithm : kit.defaultAlgorithm, token }}
    >
      {children}
    </ConfigProvider>
  )
}
